/** Everything that runs without a platform: parsers, formatters, tasks, drivers and resolvers over given answers. */
export {};
