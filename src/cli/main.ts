#!/usr/bin/env node
import { Command } from "commander";

await new Command("waxseal").description("Email authentication analyzer").parseAsync();
