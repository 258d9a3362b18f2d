export const words = 'from a chunk'
