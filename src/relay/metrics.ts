/** Counts for the metrics endpoint, in the text format of Prometheus. */
export interface Metrics {
  count(connection: string, status: number): void;
  toText(): string;
}

/** Requests by connection and status; names of people and clients never enter. */
export function createMetrics(): Metrics {
  const counts = new Map<string, number>();
  return {
    count(connection, status) {
      const labels = `connection="${connection}",status="${status}"`;
      counts.set(labels, (counts.get(labels) ?? 0) + 1);
    },
    toText: () =>
      [
        "# HELP relay_requests_total Requests passed on or refused.",
        "# TYPE relay_requests_total counter",
        ...[...counts].map(([labels, count]) => `relay_requests_total{${labels}} ${count}`),
        "",
      ].join("\n"),
  };
}
