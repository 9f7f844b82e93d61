namespace ExecutionControl.Cli.Files;

/// <summary>A file is not used, and nothing about it was changed, since it is not this user's alone or not the kind of file that it has to be.</summary>
internal sealed class UntrustedFileException(string path, string what, string advice = "")
    : IOException($"{path} {what}, so it is not used.{(advice.Length > 0 ? " " + advice : string.Empty)}");
