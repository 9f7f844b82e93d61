using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>A pipe that nobody reads: the system itself refuses what is written.</summary>
internal static class BrokenPipeStream
{
    public static Stream Open()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        pipe.DisposeLocalCopyOfClientHandle();
        var handle = new SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: true);
        pipe.SafePipeHandle.SetHandleAsInvalid();
        return new FileStream(handle, FileAccess.Write, bufferSize: 0);
    }
}
