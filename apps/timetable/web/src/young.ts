import type { Context } from '@digione/sdk'

/** Whether somebody in grades 1 to 3 looks at their own lessons: a picture and one word for each, and nothing in small print. */
export const isYoung = ({ role, learner }: Pick<Context, 'role' | 'learner'>) =>
  role === 'learner' && learner !== null && learner.grade !== null && learner.grade <= 3
