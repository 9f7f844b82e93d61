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
                throw new FailureReport(
                    operation,
                    target,
                    attempts: 1,
                    new AttemptFailure(FailureKind.Unsent, "the service gave a page cursor that it had given before, so the list is not complete")).NotApplied();
            }
        }
        while (cursor is not null);
    }
}
