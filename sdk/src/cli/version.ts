export { version as SDK_VERSION } from '../../package.json'
