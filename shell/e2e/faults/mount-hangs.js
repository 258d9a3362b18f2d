export default { mount: () => new Promise(() => {}) }
