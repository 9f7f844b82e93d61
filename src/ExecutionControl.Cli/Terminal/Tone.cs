namespace ExecutionControl.Cli.Terminal;

/// <summary>What a piece of text means to somebody who skims.</summary>
internal enum Tone
{
    /// <summary>Nothing special.</summary>
    Plain,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>At work.</summary>
    Busy,

    /// <summary>Held, or in need of a decision.</summary>
    Held,

    /// <summary>Failed or stopped.</summary>
    Bad,

    /// <summary>Of little weight.</summary>
    Faint,
}
