/** Usage files beside the workbook, as a person chose them: only their handles are kept, their rows are read by each run. */
export interface UsageFiles {
  get(): readonly File[];
  subscribe(listener: () => void): () => void;
  /** A file of the same name takes the place of the earlier one. */
  add(files: readonly File[]): void;
  remove(name: string): void;
}

/** An empty list of usage files. */
export function createUsageFiles(): UsageFiles {
  const listeners = new Set<() => void>();
  let all: readonly File[] = [];
  const set = (files: readonly File[]): void => {
    all = files;
    for (const listener of listeners) listener();
  };
  return {
    get: () => all,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (files) => {
      const names = new Set(files.map(({ name }) => name));
      set([...all.filter(({ name }) => !names.has(name)), ...files]);
    },
    remove: (gone) => {
      set(all.filter(({ name }) => name !== gone));
    },
  };
}
