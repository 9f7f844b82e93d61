namespace ExecutionControl.Cli.Output;

/// <summary>Standard input: what somebody types, or a program hands over.</summary>
internal interface IStandardInput
{
    /// <summary>Whether somebody may be typing at the other end.</summary>
    bool IsTerminal { get; }

    /// <summary>Whether whoever started ectl left it a standard input.</summary>
    bool IsOpen { get; }

    /// <summary>Whether a key was pressed that nobody has read. The first use turns the terminal's echo off.</summary>
    bool IsKeyAvailable { get; }

    /// <summary>Opens it for reading bytes, from where the last reader left off.</summary>
    Stream Open();

    /// <summary>Waits for a key of the terminal, and does not show it.</summary>
    ConsoleKeyInfo ReadKey();
}
