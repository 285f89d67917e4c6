import { LobbyScreen } from "@/features/lobby/LobbyScreen";

export default function LobbyPage() {
  return <LobbyScreen />;
}
