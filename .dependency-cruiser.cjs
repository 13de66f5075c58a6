// The layers of docs/architecture.md, checked on the emitted modules (`npm run build` first), where type-only imports
// are gone: this is what really loads. The same layers on the sources, types included: test/hygiene/layers.test.ts.
const { builtinModules } = require("node:module");

const nodeModule = `^(node:)?(${builtinModules.filter((name) => !/[/_]/.test(name)).join("|")})(/|$)`;
const entry = "core\\.js$|index\\.js$|node/|cli/";
const forbid = (name, from, to) => ({ name, severity: "error", from: { path: from }, to });

module.exports = {
  forbidden: [
    forbid("core-reaches-no-node-module", "^dist/core\\.js$", { path: nodeModule, reachable: true }),
    forbid("node-modules-in-the-platform-only", "^dist/(?!node/|cli/|index\\.js$)", { path: nodeModule }),
    forbid("base-imports-nothing-from-above", "^dist/base/", {
      pathNot: "^dist/base/|^node_modules/(punycode|tr46|tldts)/",
    }),
    forbid("mechanics-know-no-protocol", "^dist/(task|message|dns|crypto)/", {
      path: `^dist/(authres/|spf/|iprev/|dkim/|dmarc/|bimi/|arc/|analysis/|${entry})`,
    }),
    forbid("authres-knows-no-protocol", "^dist/authres/", {
      path: `^dist/(spf/|iprev/|dkim/|dmarc/|bimi/|arc/|analysis/|${entry})`,
    }),
    forbid("spf-and-iprev-use-no-other-protocol", "^dist/(spf|iprev)/", {
      path: `^dist/(dkim/|dmarc/|bimi/|arc/|analysis/|${entry})`,
    }),
    forbid("dkim-uses-no-other-protocol", "^dist/dkim/", {
      path: `^dist/(spf/|iprev/|dmarc/|bimi/|arc/|analysis/|${entry})`,
    }),
    forbid("dmarc-and-bimi-use-result-types-only", "^dist/(dmarc|bimi)/", {
      path: `^dist/(spf/|iprev/|dkim/|arc/|analysis/|${entry})`,
    }),
    forbid(
      "arc-is-used-by-analysis-only",
      "^dist/(?!arc/|analysis/|core\\.js$|index\\.js$|cli/|node/seal\\.js$)",
      {
        path: "^dist/arc/",
      },
    ),
    forbid("entries-stand-above-analysis", "^dist/(analysis|arc)/", { path: `^dist/(${entry})` }),
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
  ],
  options: { doNotFollow: { path: "node_modules" } },
};
