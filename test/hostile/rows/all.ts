import type { InputAttack, MailAttack } from "../attack.ts";
import { AUTHOR_ATTACKS } from "./author.ts";
import { SPF_ATTACKS } from "./spf.ts";

export const MAIL_ATTACKS: readonly MailAttack[] = [...AUTHOR_ATTACKS, ...SPF_ATTACKS];

export const INPUT_ATTACKS: readonly InputAttack[] = [];
