import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { network } from "hardhat";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { type Deployed, ethers } from "#test/contracts/support/deploy.ts";
import {
  deployHostile,
  expectSolvent,
  FREE_BALANCE,
  houseWith,
  openExit,
  publishOwing,
  TOKEN_QUANTUM,
} from "#test/contracts/support/hostileHouse.ts";
import {
  asHex,
  COIN,
  execute,
  freshHouse,
  GWEI,
  type House,
  LIMITS,
  pay,
  ROLES,
  signBatch,
} from "#test/contracts/support/house.ts";
import { answerOf } from "#test/contracts/support/recipients.ts";

/** Everything that moves money, or decides whether it may move. */
const MONEY_FUNCTIONS = [
  "deposit",
  "depositToken",
  "register",
  "retopup",
  "executeBatchPayouts",
  "claimCredit",
  "activateExit",
  "exit",
  "exitDeposits",
] as const;
/** Those that need a role, which the recipient is given. */
const ROLE_FUNCTIONS = ["publishCheckpoint", "treasuryTransfer"] as const;
const PAYMENT = 5n * COIN;
/** Batch, claim, treasury and exit in coins and in tokens; deposit of tokens; exit of deposits. */
const WAYS_TO_BE_PAID = 10;

describe("a recipient that calls back", () => {
  for (const name of MONEY_FUNCTIONS) {
    it(`error: Reentered for ${name}, whatever it is paid by`, async () => {
      const { house, token, tokenAddress } = await houseWith("HookingToken");
      const wallet = await walletThatCalls(house, name);
      const enable = token.interface.encodeFunctionData("enableHooks");
      await wallet.run(tokenAddress, 0n, enable);
      const transactions = await payInEveryWay(house, wallet, tokenAddress, token);
      expect(transactions).to.have.length(WAYS_TO_BE_PAID);
      for (const transaction of transactions) await expectRefused(wallet, transaction);
      await expectSolvent(house);
      await expectSolvent(house, tokenAddress);
    });
  }

  for (const name of ROLE_FUNCTIONS) {
    it(`behavior: ${name} is refused, even to who may call it`, async () => {
      const house = await freshHouse();
      const wallet = await walletThatCalls(house, name);
      for (const role of [ROLES.operator, ROLES.treasury]) {
        await house.manager.grantRole(role, await wallet.getAddress(), 0);
      }
      await expectRefused(wallet, await execute(house, await signBatch(house, [await pay(wallet, PAYMENT)])));
      await expectSolvent(house);
    });
  }
});

describe("a recipient that is gone", () => {
  it("behavior: is paid like any account without code", async () => {
    const house = await freshHouse();
    const gone = await destroyedAtOnce(house);
    expect(await ethers.provider.getCode(gone)).to.equal("0x");
    const paid = await execute(house, await signBatch(house, [{ account: asHex(gone), quanta: PAYMENT }]));
    await expect(paid).to.changeEtherBalance(ethers, gone, PAYMENT * GWEI);
    await expectSolvent(house);
  });

  it("behavior: what it forces back on the vault is nobody's deposit, but surplus", async () => {
    const house = await freshHouse();
    const returner = await selfDestructingOnPayment(house, house.vaultAddress);
    const surplus = await house.vault.surplus(NATIVE_TOKEN);
    const entered = await house.vault.enteredTotal(NATIVE_TOKEN);
    await execute(house, await signBatch(house, [{ account: asHex(returner), quanta: PAYMENT }]));
    expect(await house.vault.enteredTotal(NATIVE_TOKEN)).to.equal(entered);
    expect(await house.vault.surplus(NATIVE_TOKEN)).to.equal(surplus);
    expect(await house.vault.executedTotal(NATIVE_TOKEN)).to.equal(PAYMENT);
    await expectSolvent(house);
  });
});

describe("a recipient that delegated its account to code (EIP-7702)", () => {
  it("behavior: is paid within PAYMENT_GAS where the code takes payments", async () => {
    const prague = await pragueHouse();
    const member = await prague.delegated("GasMeteringRecipient");
    const { house } = prague;
    const paid = await execute(house, await signBatch(house, [{ account: member.account, quanta: PAYMENT }]));
    await paid.wait();
    expect(await house.vault.creditOf(member.account, NATIVE_TOKEN)).to.equal(0n);
    expect(await member.received()).to.equal(1n);
  });

  for (const code of ["RevertingRecipient", "GasBurningRecipient", "NonPayableRecipient"] as const) {
    it(`behavior: is credited where the code is ${code}, and claims as the account that it is`, async () => {
      const { house, delegated, ethers } = await pragueHouse();
      const member = await delegated(code);
      await execute(house, await signBatch(house, [{ account: member.account, quanta: PAYMENT }]));
      expect(await house.vault.creditOf(member.account, NATIVE_TOKEN)).to.equal(PAYMENT);

      const claim = await house.vault
        .connect(member.signer as unknown as House["alice"])
        .claimCredit(NATIVE_TOKEN, house.nobody.address);
      await expect(claim).to.changeEtherBalance(ethers, house.nobody, PAYMENT * GWEI);
      expect(await house.vault.unclaimedCredits(NATIVE_TOKEN)).to.equal(0n);
    });
  }
});

/** The wallet called back at least once in the transaction, and was refused each time. */
async function expectRefused(wallet: Wallet, transaction: ContractTransactionResponse): Promise<void> {
  const receipt = await transaction.wait();
  const answers = receipt!.logs
    .map((log) => wallet.interface.parseLog(log))
    .filter((event) => event?.name === "Answered")
    .map((event) => [event!.args.ok, event!.args.reason]);
  expect(answers).to.have.length.at.least(1);
  for (const answer of answers) expect(answer).to.deep.equal([false, answerOf("Reentered")]);
}

/** A wallet that answers every payment, in coins or tokens, with a call of one function of the vault. */
async function walletThatCalls(house: House, name: string) {
  const { selector } = house.vault.interface.getFunction(name)!;
  return deployHostile("ReenteringWallet", [house.vaultAddress, selector, 0n], { value: PAYMENT * GWEI });
}

type Wallet = Awaited<ReturnType<typeof walletThatCalls>>;

/** Sends money to a wallet in every way there is; each answer is one transaction. */
async function payInEveryWay(
  house: House,
  wallet: Wallet,
  token: `0x${string}`,
  contract: Deployed<"mint" | "approve">,
) {
  const { vault, treasurer } = house;
  const to = await wallet.getAddress();
  const run = (name: string, args: readonly unknown[]) =>
    wallet.run(house.vaultAddress, 0n, vault.interface.encodeFunctionData(name, [...args]));
  const transactions: ContractTransactionResponse[] = [];
  for (const asset of [NATIVE_TOKEN, token]) {
    const batch = async () =>
      execute(house, await signBatch(house, [await pay(wallet, PAYMENT)], { token: asset }));
    transactions.push(await batch());
    await wallet.setRefusing(true);
    await batch();
    await wallet.setRefusing(false);
    transactions.push(await run("claimCredit", [asset, to]));
    transactions.push(await vault.connect(treasurer).treasuryTransfer(asset, to, PAYMENT));
  }

  await contract.mint(to, PAYMENT * TOKEN_QUANTUM);
  const approval = [house.vaultAddress, PAYMENT * TOKEN_QUANTUM];
  await wallet.run(
    token,
    0n,
    (await ethers.getContractAt("PlainToken", token)).interface.encodeFunctionData("approve", approval),
  );
  transactions.push(await run("depositToken", [token, PAYMENT * TOKEN_QUANTUM]));
  await wallet.run(house.vaultAddress, PAYMENT * GWEI, vault.interface.encodeFunctionData("deposit"));

  const leaf = { account: to, quanta: PAYMENT, batchId: FREE_BALANCE };
  for (const asset of [NATIVE_TOKEN, token]) await publishOwing(house, asset, [leaf]);
  await wallet.run(house.vaultAddress, PAYMENT * GWEI, vault.interface.encodeFunctionData("deposit"));
  await openExit(house);
  for (const asset of [NATIVE_TOKEN, token]) transactions.push(await run("exit", [asset, leaf, [], to]));
  transactions.push(await run("exitDeposits", [NATIVE_TOKEN, to]));
  return transactions;
}

/** An account whose code destroyed itself in the transaction that made it, which is when an account really goes. */
async function destroyedAtOnce(house: House): Promise<string> {
  return create(house, selfDestructTo(house.nobody.address));
}

/** An account whose code hands whatever it is paid on to an heir, who cannot refuse. */
async function selfDestructingOnPayment(house: House, heir: string): Promise<string> {
  const code = selfDestructTo(heir);
  const size = ethers.toBeHex(ethers.dataLength(code), 1);
  // PUSH1 size, DUP1, PUSH1 9, PUSH0, CODECOPY, PUSH0, RETURN: returns what follows it.
  return create(house, ethers.concat(["0x60", size, "0x8060095f395ff3", code]));
}

/** PUSH20 heir, SELFDESTRUCT. Written by hand, because the compiler warns of the instruction. */
function selfDestructTo(heir: string): string {
  return ethers.concat(["0x73", heir, "0xff"]);
}

async function create(house: House, data: string): Promise<string> {
  const transaction = await house.nobody.sendTransaction({ data });
  const receipt = await transaction.wait();
  return receipt!.contractAddress!;
}

/** A house on a chain that knows delegated accounts, and accounts on it that delegated for good. */
async function pragueHouse() {
  const connection = await network.create({ override: { hardfork: "prague" } });
  const { ethers } = connection;
  const [admin, signer, relayer, nobody] = await ethers.getSigners();
  const manager = await ethers.deployContract("AccessManager", [admin!.address]);
  const vault = await ethers.deployContract("Vault", [await manager.getAddress(), signer!.address, LIMITS]);
  await vault.deposit!({ value: 100n * COIN * GWEI });
  await vault.publishCheckpoint!(NATIVE_TOKEN, 1n, ethers.ZeroHash, 0n, 100n * COIN, 0n);
  const vaultAddress = await vault.getAddress();
  const house = { vault, vaultAddress, signer, relayer, nobody } as unknown as House;

  const delegated = async (name: string) => {
    const code = await ethers.deployContract(name);
    const wallet = ethers.Wallet.createRandom(ethers.provider);
    await admin!.sendTransaction({ to: wallet.address, value: COIN * GWEI });
    const authorization = await wallet.authorize({ address: await code.getAddress(), nonce: 1 });
    const transaction = { type: 4, to: wallet.address, value: 0, authorizationList: [authorization] };
    await (await wallet.sendTransaction({ ...transaction, to: nobody!.address, gasLimit: 200_000 })).wait();
    const received = async (): Promise<bigint> => {
      const contract = await ethers.getContractAt("GasMeteringRecipient", wallet.address);
      return contract.received!();
    };
    return { account: asHex(wallet.address), signer: wallet, received };
  };
  return { house, ethers, delegated };
}
