/** The platform's timer: calls back after so many milliseconds; the returned function cancels. */
export function schedule(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
