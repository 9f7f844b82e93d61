namespace ExecutionControl.Reference.Files;

/// <summary>A file is not used, and nothing about it was changed, since it is not this user's alone or not the kind of file that it has to be.</summary>
internal sealed class UntrustedFileException(string path, string what, string advice = "")
    : IOException($"{path} {what}. It is not used, and nothing was changed.{(advice.Length > 0 ? " " + advice : "")}");
