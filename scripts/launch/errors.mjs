/** Something the user can put right; its message is the whole output. */
export class LaunchError extends Error {}
