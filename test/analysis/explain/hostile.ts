/** What somebody would like a terminal to obey: an escape sequence, a line end, a turn of direction, a C1 control. */
export const HOSTILE = "\u001b[31m\u202eevil\r\n\u009bK\u2028";

/** The characters of a text that may not be shown as they are: controls, separators, invisible ones, halves of pairs. */
export function forbiddenIn(text: string): readonly string[] {
  return text.match(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu) ?? [];
}
