export const words = 'part of VERSION'
