using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Keeps the targets that were not sent in a file of the user's own, and says how to go on with them.</summary>
/// <param name="context">The command.</param>
internal sealed class NotSentTargets(CommandContext context)
{
    /// <summary>So many can be typed again.</summary>
    private const int Few = 3;

    /// <param name="ids">The targets.</param>
    public void Tell(IReadOnlyList<string> ids)
    {
        if (ids.Count <= Few)
        {
            return;
        }

        var count = ids.Count.ToString(CultureInfo.InvariantCulture);
        var command = UsageError.PathOf(context.ParseResult.CommandResult.Command);
        try
        {
            var folder = context.Session.Environment.Folders.State ?? throw new IOException("there is no folder for it");
            OwnFile.PrepareFolder(folder);
            var time = context.TimeProvider.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
            var path = Path.Combine(folder, $"not-sent-{time}.txt");
            OwnFile.Replace(path, string.Join('\n', ids) + '\n');
            context.Reporter.Complain(
                $"{count} were not sent; their ids are kept. To go on, with the same options: {command} - < {PlainText.OneLine(path)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSentException)
        {
            context.Reporter.Warn(
                $"{count} were not sent, and their ids could not be kept in a file ({exception.Message.TrimEnd('.')}): --output json shows them");
        }
    }
}
