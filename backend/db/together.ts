/**
 * Waits for all of them, whatever becomes of one: a statement that is given late must not find its transaction over.
 * @throws what the first one to fail threw: once a statement of a transaction has failed, all later ones are refused
 */
export async function together<const Works extends readonly Promise<unknown>[]>(
  works: Works,
): Promise<{ -readonly [Place in keyof Works]: Awaited<Works[Place]> }> {
  let failure: { readonly reason: unknown } | undefined;
  const noting = works.map((work) =>
    work.catch((reason: unknown) => {
      failure ??= { reason };
    }),
  );
  await Promise.all(noting);
  if (failure !== undefined) throw failure.reason;
  return Promise.all(works);
}
