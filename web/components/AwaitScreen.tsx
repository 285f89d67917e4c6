"use client";

import type { ComponentProps } from "react";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { classNames } from "@/lib/classNames";

/**
 * As `Await`, for what fills a screen: it keeps the height meanwhile, so that what comes later does not push away what is
 * being read, and stands on a card when nothing came.
 */
export function AwaitScreen<Data>(props: ComponentProps<typeof Await<Data>>) {
  const { data, error } = props.query;
  if (data === undefined && error !== null) {
    return (
      <Card isFlush>
        <Await {...props} />
      </Card>
    );
  }
  return (
    <div className={classNames("space-y-6", data === undefined && "min-h-[70rem]")}>
      <Await {...props} />
    </div>
  );
}
