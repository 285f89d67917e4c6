"use client";

import { GameList } from "@/features/lobby/GameList";
import { Hero } from "@/features/lobby/Hero";
import { MyBets } from "@/features/lobby/MyBets";

export function LobbyScreen() {
  return (
    <div className="space-y-10">
      <Hero />
      <GameList />
      <MyBets />
    </div>
  );
}
