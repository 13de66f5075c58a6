import { describe, expect, test } from "vitest";
import { formatReceived, parseReceived } from "../../src/message/received.ts";

describe("who wrote a Received field (RFC 5321 §4.4)", () => {
  const cases = [
    { text: "from a by b", form: "other" },
    { text: "from a (b [192.0.2.1])", form: "other" },
    { text: "id 1 (x)", form: "unrecognized" },
    { text: "via x", form: "unrecognized" },
    { text: "by b (Exim 4.9)", form: "exim" },
    { text: "from a (x [192.0.2.1] helo=b) by c", form: "exim" },
    { text: "by b (not Exim 4.9)", form: "other" },
    { text: "from a (192.0.2.1) by b with SMTP", form: "qmail" },
    { text: "from a (192.0.2.1) by b with esmtp", form: "qmail" },
    { text: "from a (192.0.2.1) by b with SMTP id 1", form: "other" },
    { text: "from a (192.0.2.1) by b with ESMTPS", form: "other" },
    { text: "from a (192.0.2.1) by b with xSMTP", form: "other" },
    { text: "from a (192.0.2.1) by b", form: "other" },
    { text: "from a (x) by b with SMTP", form: "other" },
    { text: "(qmail 123 invoked by uid 1)", form: "qmail" },
    { text: "by a (qmail 123 invoked)", form: "qmail" },
    { text: "by a (not qmail 123)", form: "other" },
    { text: "by a (qmail or qmail 123)", form: "other" },
    { text: "from a by b (Postfixed by Postfix)", form: "other" },
    { text: "from a by b (8 of 8.14.7/8.14.7)", form: "other" },
    { text: "\tfrom a by mx.google.com", form: "gmail" },
    { text: "from a by b with Microsoft SMTP Server id 1", form: "exchange" },
    { text: "from a by b with mapi id 1", form: "exchange" },
    { text: "from a by b with mapix id 1", form: "other" },
    { text: "from a by b with the Microsoft SMTP", form: "other" },
    { text: "from a by b via Frontend Transport", form: "exchange" },
    { text: "from a by b via mailbox transport", form: "exchange" },
    { text: "from a by b via Mailbox Transport x", form: "other" },
    { text: "from a by b via x Mailbox Transport", form: "other" },
    { text: "by 2002:a05:6402::1 with SMTP id 1", form: "gmail" },
    { text: "by 2002:a05:6402::1 with ESMTP id 1", form: "other" },
    { text: "from a by 2002:a05:6402::1 with SMTP id 1", form: "other" },
    { text: "by 2003:a05:6402::1 with SMTP id 1", form: "other" },
    { text: "from a by mx.google.com", form: "gmail" },
    { text: "from a by Gmail.com", form: "gmail" },
    { text: "from a by mx.google.com.example", form: "other" },
    { text: "from a by xgoogle.com", form: "other" },
    { text: "from a by b (Google Transport Security)", form: "gmail" },
    { text: "from a by b (x Google Transport Security)", form: "other" },
    { text: "from a by b (Google Transport Security x)", form: "other" },
    { text: "from a by b (Postfix, from userid 1)", form: "postfix" },
    { text: "from a by b (Postfixed)", form: "other" },
    { text: "from a by b (no Postfix)", form: "other" },
    { text: "from a by b (8.14.7/8.14.7)", form: "sendmail" },
    { text: "from a by b (8.14.7/x)", form: "other" },
    { text: "from a by b (x 8.14.7/8.14.7)", form: "other" },
    { text: "from a (b [192.0.2.1] (may be forged)) by c", form: "sendmail" },
    { text: "from a (b [192.0.2.1] (may be forged) x) by c", form: "other" },
  ] as const;
  test.each(cases)("$text: $form", ({ text, form }) => {
    expect(parseReceived(text).form).toBe(form);
  });

  test("mail made on an Exim host comes from a user, not from a host", () => {
    const helo = [
      "from user by a with local (Exim 4.9)",
      "from user by a with local-bsmtp (Exim 4.9)",
      "from user by a with esmtp (Exim 4.9)",
      "from user by a (Exim 4.9)",
      "from user ([192.0.2.1]) by a with local (Exim 4.9)",
      "from user by a with local",
    ].map((text) => parseReceived(text).helo);
    expect(helo).toStrictEqual([null, null, "user", "user", "user", "user"]);
  });

  test("brackets around the recipient are no part of it", () => {
    const recipients = ["for <a@b>", "for a@b", "for <a@b", "for a@b>", "for", "for <>"].map(
      (text) => parseReceived(text).for,
    );
    expect(recipients).toStrictEqual(["a@b", "a@b", "<a@b", "a@b>", null, ""]);
  });

  test("a phrase without words is none, and so is a date that is none", () => {
    const { via, with: protocol, date, dateText } = parseReceived("by a via (x) with (y); z");
    expect({ via, protocol, date, dateText }).toStrictEqual({
      via: null,
      protocol: null,
      date: null,
      dateText: "z",
    });
  });

  test("what no field can hold is named whole", () => {
    const { form: _, dateText: __, ...received } = parseReceived("from a by b");
    expect(() => formatReceived({ ...received, by: "b c" })).toThrow(
      new TypeError(
        `received: expected values that a Received field can hold, got ${JSON.stringify({ ...received, by: "b c" })}`,
      ),
    );
  });
});
