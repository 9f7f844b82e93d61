namespace ExecutionControl.Benchmarks;

/// <summary>One figure, beside a rival's where there is one.</summary>
internal sealed record Comparison
{
    /// <summary>What was measured.</summary>
    public required string Name { get; init; }

    /// <summary>The unit of <see cref="Ours"/> and <see cref="Rivals"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>Our median.</summary>
    public required double Ours { get; init; }

    /// <summary>Whom it is measured against; <see langword="null"/> for a figure that stands alone.</summary>
    public string? Rival { get; init; }

    /// <summary>The rival's median.</summary>
    public double? Rivals { get; init; }

    /// <summary>The median of the pairs' ratios, ours by the rival's.</summary>
    public double? Ratio { get; init; }

    /// <summary>The lowest and the highest ratio of a pair; without a rival, figure.</summary>
    public required double Lowest { get; init; }

    /// <inheritdoc cref="Lowest"/>
    public required double Highest { get; init; }

    /// <summary>How many pairs there were.</summary>
    public required int Pairs { get; init; }

    /// <summary>What is wanted; <see langword="null"/> where nothing was said.</summary>
    public string? Goal { get; init; }

    /// <summary>Whether the ratio, or the figure without a rival, is what is wanted.</summary>
    public bool? IsReached { get; init; }
}
