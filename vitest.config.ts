import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (file: string): string => fileURLToPath(new URL(`src/${file}`, import.meta.url));

const config: ViteUserConfig = defineConfig({
  resolve: {
    // Tests and documented examples name the package as its users do and run against the sources.
    alias: [
      { find: /^waxseal$/, replacement: source("index.ts") },
      { find: /^waxseal\/core$/, replacement: source("core.ts") },
      { find: /^waxseal\/bimi$/, replacement: source("bimi.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/property-seed.ts"],
    pool: "threads",
    maxWorkers: 2,
    // Property and integration tests on a busy machine; what must be quick measures itself.
    testTimeout: 30_000,
    // Source errors are the business of `npm run typecheck`; here only the type tests themselves may fail.
    typecheck: {
      enabled: true,
      include: ["test/types/**/*.test-d.ts"],
      tsconfig: "./tsconfig.json",
      ignoreSourceErrors: true,
    },
    coverage: { provider: "v8", include: ["src/**/*.ts"], reporter: ["text", "json-summary"] },
    reporters: ["default", "./test/count-reporter.ts"],
  },
});

export default config;
