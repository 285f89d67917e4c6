import type { ReactNode } from "react";
import { classNames } from "@/lib/classNames";

export type Column<Row> = {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumeric?: boolean;
  /** Left out where there is no room for it. */
  readonly isWide?: boolean;
};

type Props<Row> = {
  /** What the table is about, for those who cannot see where it stands. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
};

export function Table<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={caption} tabIndex={0} className="overflow-x-auto rounded-b-card">
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b text-left text-ink-faint">
            {columns.map((column) => (
              <th key={column.id} scope="col" className={cellLook(column, "font-normal")}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b last:border-b-0">
              {columns.map((column) => (
                <td key={column.id} className={cellLook(column, "figures")}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function cellLook<Row>({ isNumeric = false, isWide = false }: Column<Row>, extra: string): string {
  return classNames(
    "px-3 py-3 whitespace-nowrap first:pl-5 last:pr-5",
    isNumeric && "text-right",
    isWide && "hidden md:table-cell",
    extra,
  );
}
