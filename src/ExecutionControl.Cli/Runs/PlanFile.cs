using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>The file of a plan: written for its owner alone, and read from anywhere, more than once.</summary>
internal static class PlanFile
{
    /// <summary>Stands for standard output, and for standard input.</summary>
    public const string Standard = "-";

    /// <summary>Writes a plan.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">What is said before the targets.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="cancellationToken">Cancels the writing; then there is no such file.</param>
    /// <exception cref="NotSentException">It cannot be written.</exception>
    public static async Task<PlanSummary> WriteAsync(
        string path, PlanHeader header, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken)
    {
        try
        {
            using var draft = FileDraft.Begin(path);
            var summary = await WriteAsync(draft.Stream, header, targets, cancellationToken);
            draft.Complete();
            return summary;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(ExitCode.NotSent, $"The plan cannot be written: {exception.Message} Nothing was sent.", exception);
        }
    }

    /// <inheritdoc cref="WriteAsync(string, PlanHeader, IAsyncEnumerable{PlannedTarget}, CancellationToken)"/>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="header">What is said before the targets.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task<PlanSummary> WriteAsync(
        Stream stream, PlanHeader header, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken)
    {
        try
        {
            await using var writer = await PlanWriter.CreateAsync(stream, header, cancellationToken);
            await foreach (var target in targets.WithCancellation(cancellationToken))
            {
                await writer.WriteAsync(target, cancellationToken);
            }

            return await writer.CompleteAsync(cancellationToken);
        }
        catch (PlanFormatException exception)
        {
            throw new NotSentException(ExitCode.NotSent, $"The plan cannot be made: {exception.Message} Nothing was sent.", exception);
        }
    }

    /// <summary>Opens a plan so that it can be read more than once: what cannot is copied first, for its owner alone and only until the end.</summary>
    /// <param name="path">The file, or <see cref="Standard"/>.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="NotSentException">It cannot be read.</exception>
    public static async Task<Stream> OpenAsync(string path, IStandardInput input, CancellationToken cancellationToken)
    {
        if (path == Standard)
        {
            return await StandardInput.ReadAsync(input, CopyOf, cancellationToken);
        }

        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024, useAsync: false);
            if (file.CanSeek)
            {
                return file;
            }

            await using (file)
            {
                return await Task.Run(() => CopyOf(file), CancellationToken.None).WaitAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NotSentException(
                ExitCode.NotSent, $"The plan {PlainText.OneLine(path)} cannot be read: {exception.Message} Nothing was sent.", exception);
        }
    }

    private static FileStream CopyOf(Stream stream)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var copy = new FileStream(Path.Combine(Path.GetTempPath(), $"ectl-plan-{Path.GetRandomFileName()}"), options);
        try
        {
            stream.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
