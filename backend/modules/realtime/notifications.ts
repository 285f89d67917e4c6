import type { Log } from "#backend/adapters/log.ts";
import type { NotificationListenerOptions } from "#backend/adapters/notificationListener.ts";
import { ACTIVITY_CHANNEL, activityNotice } from "#backend/db/activityChannel.ts";
import type { LiveSessions } from "#backend/modules/auth/liveSessions.ts";
import { SESSION_CHANNEL, sessionNotice } from "#backend/modules/auth/sessionChannel.ts";
import type { OwnChannels } from "./ownChannels.ts";

export interface NotificationHandlerDeps {
  readonly own: OwnChannels;
  readonly sessions: LiveSessions;
  readonly endSockets: (sessionId: string) => void;
  readonly log: Log;
}

type Handler = Pick<NotificationListenerOptions, "onNotification" | "onConnected" | "onLost">;

/** What other processes commit reaches sockets and the memory of sessions; what was missed is made up for. */
export function createNotificationHandler({
  own,
  sessions,
  endSockets,
  log,
}: NotificationHandlerDeps): Handler {
  function onActivity(payload: unknown): void {
    const notice = activityNotice.parse(payload);
    own
      .deliver(notice)
      .catch((error: unknown) => log.warn({ err: error }, "activity could not be delivered"));
  }

  function onSessionEnded(payload: unknown): void {
    const { sessionId } = sessionNotice.parse(payload);
    sessions.forget(sessionId);
    endSockets(sessionId);
  }

  return {
    onNotification(channel, payload) {
      try {
        const parsed: unknown = JSON.parse(payload);
        if (channel === ACTIVITY_CHANNEL) onActivity(parsed);
        if (channel === SESSION_CHANNEL) onSessionEnded(parsed);
      } catch (error) {
        log.error({ err: error, channel }, "a notification could not be read");
      }
    },
    onConnected() {
      sessions.setNoticesArrive(true);
      own
        .resync()
        .catch((error: unknown) => log.warn({ err: error }, "sockets could not be brought up to date"));
    },
    onLost(error) {
      sessions.setNoticesArrive(false);
      log.warn({ err: error }, "notifications lost, listening again");
    },
  };
}
