using System.Globalization;
using System.Runtime.CompilerServices;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Connection;

/// <summary>
/// Goes through the pages of a list, yielding rows as they come. Of what was read only the cursors are kept, and the number of pages
/// that bring nothing new is bounded: a list that would never end, or that ends without all of its rows, ends in an error that says so.
/// </summary>
internal static class Pages
{
    private const int MaxEmptyPages = 10;
    private const int MaxCursorLength = 8 * 1024;

    /// <summary>Yields the rows of page after page by cursor, asking for each only when it is needed.</summary>
    public static IAsyncEnumerable<T> ByCursorAsync<T>(
        CallTelemetry telemetry,
        CallTerms terms,
        ControlOperation operation,
        string target,
        Func<T, string> idOf,
        Func<string?, CancellationToken, Task<(IReadOnlyList<T> Rows, string? NextCursor)>> getPage,
        CancellationToken cancellationToken) =>
        telemetry.ListAsync(operation, target, terms, token => RowsByCursorAsync(operation, target, idOf, getPage, token), cancellationToken);

    /// <summary>
    /// Yields the rows of page after page by offset, which goes on by as many rows as came: a service may give fewer than it is asked for.
    /// The list ends at an empty page, or at the total where the service gives one. New rows at the front push others onto the next page:
    /// those are yielded once.
    /// </summary>
    public static IAsyncEnumerable<T> ByOffsetAsync<T, TId>(
        CallTelemetry telemetry,
        CallTerms terms,
        ControlOperation operation,
        string target,
        int pageSize,
        Func<T, TId> idOf,
        Func<int, CancellationToken, Task<(IReadOnlyList<T> Rows, long? Total)>> getPage,
        CancellationToken cancellationToken)
        where TId : notnull =>
        telemetry.ListAsync(operation, target, terms, token => RowsByOffsetAsync(operation, target, pageSize, idOf, getPage, token), cancellationToken);

    private static async IAsyncEnumerable<T> RowsByCursorAsync<T>(
        ControlOperation operation,
        string target,
        Func<T, string> idOf,
        Func<string?, CancellationToken, Task<(IReadOnlyList<T> Rows, string? NextCursor)>> getPage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var repetition = new Repetition<string>();
        var emptyPages = 0;
        string? cursor = null;
        do
        {
            var (rows, next) = await getPage(cursor, cancellationToken).ConfigureAwait(false);
            if (repetition.IsSeenAgain([.. rows.Select(idOf)]))
            {
                throw Broken(operation, target, "the service gave the same page twice, so the list is not complete");
            }

            foreach (var row in rows)
            {
                yield return row;
            }

            cursor = string.IsNullOrEmpty(next) ? null : next;
            emptyPages = rows.Count == 0 ? emptyPages + 1 : 0;
            if (cursor is not null)
            {
                RequireProgress(cursor, emptyPages);
            }
        }
        while (cursor is not null);

        void RequireProgress(string given, int empty)
        {
            if (given.Length > MaxCursorLength)
            {
                throw Broken(operation, target, "the service gave a page cursor longer than any is, so the list is not complete");
            }

            if (!seen.Add(given))
            {
                throw Broken(operation, target, "the service gave a page cursor that it had given before, so the list is not complete");
            }

            if (empty >= MaxEmptyPages)
            {
                throw Broken(
                    operation,
                    target,
                    string.Create(CultureInfo.InvariantCulture, $"the service gave {empty} pages in a row without a row in them, ")
                        + "and a cursor for more, so the list may not be complete");
            }
        }
    }

    private static async IAsyncEnumerable<T> RowsByOffsetAsync<T, TId>(
        ControlOperation operation,
        string target,
        int pageSize,
        Func<T, TId> idOf,
        Func<int, CancellationToken, Task<(IReadOnlyList<T> Rows, long? Total)>> getPage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TId : notnull
    {
        var repetition = new Repetition<TId>();
        HashSet<TId> before = [];
        for (var offset = 0; ;)
        {
            var (rows, total) = await getPage(offset, cancellationToken).ConfigureAwait(false);
            var ids = rows.Select(idOf).ToHashSet();
            if (total is null && offset < pageSize && before.Count == offset && ids.Count > 0 && ids.SetEquals(before))
            {
                // Asked for what follows the first few, it gave the same few: it knows no offset, and has no more than these.
                yield break;
            }

            if (repetition.IsSeenAgain(ids))
            {
                throw Broken(operation, target, "the service gave the same page twice, so the list is not complete");
            }

            foreach (var row in rows)
            {
                if (!before.Contains(idOf(row)))
                {
                    yield return row;
                }
            }

            offset += rows.Count;
            if (rows.Count == 0 || offset == total)
            {
                yield break;
            }

            before = ids;
        }
    }

    private static ControlCallNotAppliedException Broken(ControlOperation operation, string target, string why) =>
        new FailureReport(operation, target, attempts: 1, new AttemptFailure(FailureKind.Unsent, why)).NotApplied();

    /// <summary>
    /// Notices pages that hold nothing but what one before them held, the last one or one that was marked: the marks lie ever farther apart,
    /// so that a circle of any length is noticed without remembering all of it.
    /// </summary>
    private sealed class Repetition<TId>
    {
        private HashSet<TId> _last = [];
        private HashSet<TId> _marked = [];
        private long _page;
        private long _nextMark = 1;

        public bool IsSeenAgain(HashSet<TId> ids)
        {
            if (ids.Count > 0 && (ids.IsSubsetOf(_last) || ids.IsSubsetOf(_marked)))
            {
                return true;
            }

            _last = ids.Count > 0 ? ids : _last;
            if (++_page == _nextMark)
            {
                (_marked, _nextMark) = (_last, _nextMark * 2);
            }

            return false;
        }
    }
}
