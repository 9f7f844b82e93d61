namespace ExecutionControl.Cli.Output;

/// <summary>The answer could not be written: a full disk, most of the time. No fault of ectl's, and none of the service's.</summary>
internal sealed class UnwritableOutputException(Exception inner) : IOException($"standard output cannot be written ({inner.Message.TrimEnd('.')})", inner)
{
    /// <summary>The message as a sentence.</summary>
    public string Sentence => $"S{Message[1..]}.";
}
