namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>The system's own device that is always full.</summary>
internal static class FullDevice
{
    public static Stream Open() => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
}
