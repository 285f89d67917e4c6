import { FeedBelow } from "@/features/feed/FeedBelow";
import { LobbyScreen } from "@/features/lobby/LobbyScreen";

export default function LobbyPage() {
  return (
    <div className="space-y-10">
      <LobbyScreen />
      <FeedBelow />
    </div>
  );
}
