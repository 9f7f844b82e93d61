using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>What a test puts in place of the usual around an <see cref="Ectl"/>.</summary>
internal sealed record EctlSurroundings
{
    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long the history may hold a command up: by default as long as it takes on a machine with much to do.</summary>
    public TimeSpan HistoryLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The services that ectl is made of.</summary>
    public ServiceModules Services { get; init; } = Composition.Services;

    /// <summary>Where standard output goes in place of the result.</summary>
    public Stream? Output { get; init; }

    /// <summary>Where standard error goes in place of the result.</summary>
    public Stream? Error { get; init; }

    /// <summary>Standard input, in place of the bytes.</summary>
    public IStandardInput? Input { get; init; }

    /// <summary>Where somebody can be asked, made of the command's variables; null for nowhere.</summary>
    public Func<Func<string, string?>, IControllingTerminal>? Terminal { get; init; }

    /// <summary>The bytes of the command line, as the system would tell them.</summary>
    public byte[]? CommandLine { get; init; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Whether standard error is one.</summary>
    public bool IsErrorTerminal { get; init; }
}
