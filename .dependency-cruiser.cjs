// The layers of docs/architecture.md, checked on the emitted modules (`npm run build` first), type-only imports gone:
// what remains is what really loads. The same table on the sources, types included, is test/hygiene/layers.test.ts.
const forbidden = (name, from, to) => ({ name, severity: "error", from: { path: from }, to });

module.exports = {
  forbidden: [
    forbidden("core-reaches-no-node-module", "^dist/core\\.js$", {
      dependencyTypes: ["core"],
      reachable: true,
    }),
    forbidden("no-node-module-outside-the-platform", "^dist/(?!(node|cli)/|index\\.js)", {
      dependencyTypes: ["core"],
    }),
    forbidden("base-imports-punycode-and-tr46-only", "^dist/base/", {
      pathNot: ["^dist/base/", "node_modules/(punycode|tr46)/", "^punycode$"],
    }),
    forbidden("mechanics-know-no-protocol", "^dist/(task|message|dns|crypto)/", {
      path: "^dist/(spf|dkim|dmarc|bimi|arc|authres|analysis|node|cli|core\\.js|index\\.js)",
    }),
    forbidden("authres-knows-no-protocol", "^dist/authres/", {
      path: "^dist/(spf|dkim|dmarc|bimi|arc|analysis|node|cli|core\\.js|index\\.js)",
    }),
    forbidden("spf-stands-alone", "^dist/spf/", {
      path: "^dist/(dkim|dmarc|bimi|arc|authres|analysis|node|cli|core\\.js|index\\.js)",
    }),
    forbidden("dkim-stands-alone", "^dist/dkim/", {
      path: "^dist/(spf|dmarc|bimi|arc|authres|analysis|node|cli|core\\.js|index\\.js)",
    }),
    forbidden("only-analysis-uses-arc", "^dist/(?!arc/|analysis/|core\\.js|index\\.js|cli/)", {
      path: "^dist/arc/",
    }),
    forbidden("analysis-is-below-the-entries", "^dist/analysis/", {
      path: "^dist/(node|cli|core\\.js|index\\.js)",
    }),
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
  ],
  options: { doNotFollow: { path: "node_modules" } },
};
