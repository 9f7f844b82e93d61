using System.Runtime.CompilerServices;
using ExecutionControl.Client.Resilience;

namespace ExecutionControl.Client.Http;

/// <summary>Goes through pages by cursor.</summary>
internal static class Pages
{
    /// <summary>Yields the rows of page after page, asking for each only when it is needed. A cursor that comes back a second time ends in an error: going on would never end, and stopping would hide rows.</summary>
    public static async IAsyncEnumerable<T> ByCursorAsync<T>(
        ControlOperation operation,
        string target,
        Func<string?, CancellationToken, Task<(IReadOnlyList<T> Rows, string? NextCursor)>> getPage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var (rows, next) = await getPage(cursor, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                yield return row;
            }

            cursor = string.IsNullOrEmpty(next) ? null : next;
            if (cursor is not null && !seen.Add(cursor))
            {
                throw Repeated(operation, target, "the service gave a page cursor that it had given before, so the list is not complete");
            }
        }
        while (cursor is not null);
    }

    /// <summary>
    /// Yields the rows of page after page by offset. New rows at the front push others onto the next page: those are yielded
    /// once. A page that holds nothing but what the one before it held ends in an error, as going on would never end.
    /// </summary>
    public static async IAsyncEnumerable<T> ByOffsetAsync<T, TId>(
        ControlOperation operation,
        string target,
        int pageSize,
        Func<T, TId> idOf,
        Func<int, CancellationToken, Task<IReadOnlyList<T>>> getPage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TId : notnull
    {
        var before = new HashSet<TId>();
        for (var offset = 0; ; offset += pageSize)
        {
            var rows = await getPage(offset, cancellationToken).ConfigureAwait(false);
            var ids = rows.Select(idOf).ToHashSet();
            if (rows.Count > 0 && ids.IsSubsetOf(before))
            {
                throw Repeated(operation, target, "the service gave the same page twice, so the list is not complete");
            }

            foreach (var row in rows)
            {
                if (!before.Contains(idOf(row)))
                {
                    yield return row;
                }
            }

            if (rows.Count < pageSize)
            {
                yield break;
            }

            before = ids;
        }
    }

    private static ControlCallNotAppliedException Repeated(ControlOperation operation, string target, string why) =>
        new FailureReport(operation, target, attempts: 1, new AttemptFailure(FailureKind.Unsent, why)).NotApplied();
}
