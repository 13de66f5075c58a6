/** Character classes shared by the grammars, as predicates over char codes. RFC 5234 Appendix B.1 */

export function isAlpha(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isAlphanumeric(code: number): boolean {
  return isAlpha(code) || isDigit(code);
}

/** Space or horizontal tab. */
export function isWsp(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** WSP, CR or LF: what folding white space is made of. */
export function isFws(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}

/** Printable ASCII without space. */
export function isVchar(code: number): boolean {
  return code >= 0x21 && code <= 0x7e;
}

/** A control character of ASCII, DEL included, or of the C1 range. */
export function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

/** A character that changes the order in which those around it are shown: Unicode's Bidi_Control. */
export function isBidiControl(code: number): boolean {
  return (
    code === 0x061c ||
    (code >= 0x200e && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}

/** Whether every character of the text is ASCII. */
export function isAsciiText(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** Whether every character of the text is printable ASCII or space. */
export function isPrintableAsciiText(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}
