/** The mark: two equal halves under one roof. */
export function Brand() {
  return (
    <span className="flex items-center gap-2.5">
      <svg aria-hidden viewBox="0 0 24 24" className="size-6 text-accent" fill="currentColor">
        <path d="M12 1.5 22 9v2.2H2V9z" />
        <path d="M3.5 13.2h7.4v9.3H3.5zM13.1 13.2h7.4v9.3h-7.4z" opacity="0.75" />
      </svg>
      <span className="hidden text-base font-semibold tracking-tight sm:inline">Fairhouse</span>
    </span>
  );
}
