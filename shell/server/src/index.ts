export { type Config, type ConfigInput, parseConfig, readConfig, type Upstream } from './config.ts'
export { createPlatform, type Platform } from './platform.ts'
export { stop } from './stop.ts'
