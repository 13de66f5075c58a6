import type { InputAttack, MailAttack } from "../attack.ts";
import { ARC_ATTACKS } from "./arc.ts";
import { AUTHOR_ATTACKS } from "./author.ts";
import { AUTHRES_ATTACKS } from "./authres.ts";
import { BIMI_ATTACKS } from "./bimi.ts";
import { DKIM_ATTACKS } from "./dkim.ts";
import { DMARC_ATTACKS } from "./dmarc.ts";
import { SPF_ATTACKS } from "./spf.ts";

export const MAIL_ATTACKS: readonly MailAttack[] = [
  ...AUTHOR_ATTACKS,
  ...SPF_ATTACKS,
  ...DKIM_ATTACKS,
  ...DMARC_ATTACKS,
  ...ARC_ATTACKS,
];

export const INPUT_ATTACKS: readonly InputAttack[] = [...AUTHRES_ATTACKS, ...BIMI_ATTACKS];
