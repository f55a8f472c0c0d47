import type { IsoDate, Period } from "../engine/records";
import type { Access } from "./access";
import type { Rate, RetryPolicy } from "./http";
import type { Reader } from "./reader";
import type { BilledRow, UsageRow } from "./rows";

/** A part of a system's data that a person may choose to fetch. */
export interface Dataset {
  readonly id: string;
  readonly label: string;
  readonly isDefault: boolean;
}

/** What is fetched. */
export interface FetchJob {
  readonly period: Period;
  /** UTC day of the fetch. */
  readonly today: IsoDate;
  /** Ids of the chosen datasets. */
  readonly datasets: ReadonlySet<string>;
}

interface ConnectorBase {
  /** Id of the system, and of its folder. */
  readonly system: string;
  readonly title: string;
  readonly access: Access;
  readonly datasets: readonly Dataset[];
  /** How often the system may be asked; left out = it states no limit. */
  readonly rate?: Rate;
  /** How it wants requests to be sent again, where that differs from all others. */
  readonly retry?: Partial<RetryPolicy>;
  /** Asks for something small. One sentence on what this account can read. @throws RequestError */
  readonly test: (reader: Reader) => Promise<string>;
}

/** One system that billed lines or usage are fetched from. Only reads. */
export type Connector =
  | (ConnectorBase & {
      readonly side: "billed";
      readonly fetch: (reader: Reader, job: FetchJob) => Promise<readonly BilledRow[]>;
    })
  | (ConnectorBase & {
      readonly side: "usage";
      readonly fetch: (reader: Reader, job: FetchJob) => Promise<readonly UsageRow[]>;
    });

/**
 * The part of a line's life that lies in the period, half open; `null` when it does not touch the period. Open ends are
 * `null` or blank.
 */
export function spanIn(
  period: Period,
  begins: IsoDate | null,
  ends: IsoDate | null,
): { readonly from: IsoDate; readonly until: IsoDate } | null {
  const from = begins !== null && begins > period.start ? begins : period.start;
  const until = ends !== null && ends < period.end ? ends : period.end;
  return from < until ? { from, until } : null;
}

/** The UTC day of a timestamp of an API; `null` for none, and for the year 1 that some systems write for none. */
export function dayOf(timestamp: string | null | undefined): IsoDate | null {
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(timestamp ?? "") ?? [];
  return day === undefined || day < "1901" ? null : day;
}

/** The day after. */
export function nextDay(day: IsoDate): IsoDate {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

/** The first text that is not blank; blank when there is none. */
export function firstText(...texts: readonly (string | null | undefined)[]): string {
  return texts.find((text) => text?.trim())?.trim() ?? "";
}
