import type { BatchPlayer, BatchState, PlayerSeed, Wallet } from "#backend/modules/casino/batchState.ts";
import {
  GameWithheld,
  PlayerUnknown,
  SeedExhausted,
  UnknownCurrency,
  UserFrozen,
} from "#backend/modules/casino/betRefusals.ts";
import type { BetTicket } from "#backend/modules/casino/betTicket.ts";
import type { GameInForce } from "#backend/modules/casino/gamesInForce.ts";
import type { HouseCurrency } from "#backend/modules/casino/houseBook.ts";
import type { OpenSeed } from "#backend/modules/fairness/seedHashers.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The last nonce whose successor the books can still hold. */
const LAST_NONCE = 2 ** 31 - 2;

/** Who plays a bet, with which wallet and seeds, and against what of the house: all behind the batch's locks. */
export interface Seat {
  readonly player: BatchPlayer;
  readonly seed: PlayerSeed & { readonly open: OpenSeed };
  /** Undefined: the player never had this currency. */
  readonly wallet: Wallet | undefined;
  readonly house: HouseCurrency;
  readonly bankroll: Wallet;
  readonly game: GameInForce;
}

/** @throws PlayerUnknown, UserFrozen, SeedUnreadable, SeedExhausted, UnknownCurrency, GameWithheld */
export function takeSeat({ userId, request, bet }: BetTicket, state: BatchState): Seat {
  const player = state.players.get(userId);
  if (player === undefined || player.seed === null) throw new PlayerUnknown();
  if (player.isFrozen) throw new UserFrozen();
  const { seed } = player;
  if (!isOpen(seed)) throw seed.open;
  if (seed.nonce > LAST_NONCE) throw new SeedExhausted();
  const house = state.house.currencies.get(request.currency);
  const bankroll = state.accounts.get(house?.shardIds[state.shard] ?? NO_ACCOUNT);
  if (house === undefined || bankroll === undefined) throw new UnknownCurrency(request.currency);
  const game = state.house.games.get(bet.game.id);
  if (game === undefined) throw new GameWithheld(bet.game.id);
  return { player, seed, wallet: player.wallets.get(request.currency), house, bankroll, game };
}
const NO_ACCOUNT = -1n;

function isOpen(seed: PlayerSeed): seed is Seat["seed"] & { open: OpenSeed };
function isOpen({ open }: PlayerSeed): boolean {
  return !(open instanceof FairhouseError);
}
