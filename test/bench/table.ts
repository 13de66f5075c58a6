/** What one contestant needed. */
export interface Measured {
  readonly name: string;
  readonly microsecondsPerMessage: number;
  readonly megabytesPerSecond: number;
}

/** Rows with each contestant's time, rate, and how many times faster it is than the reference. */
export function formatTable(title: string, rows: readonly Measured[], reference: string): string {
  const base = rows.find(({ name }) => name === reference)?.microsecondsPerMessage ?? Number.NaN;
  const lines = rows.map(({ name, microsecondsPerMessage, megabytesPerSecond }) => {
    const ratio = base / microsecondsPerMessage;
    return [
      `  ${name.padEnd(10)}`,
      `${microsecondsPerMessage.toFixed(1).padStart(12)} µs`,
      `${megabytesPerSecond.toFixed(0).padStart(7)} MB/s`,
      `${ratio.toFixed(2).padStart(8)} × the speed of ${reference}`,
    ].join("");
  });
  return `${title}\n${lines.join("\n")}\n`;
}
