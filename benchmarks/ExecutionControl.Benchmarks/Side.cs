namespace ExecutionControl.Benchmarks;

/// <summary>One side of a comparison.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="MeasureAsync">Measures once, and returns the figure in the comparison's unit.</param>
internal sealed record Side(string Name, Func<CancellationToken, Task<double>> MeasureAsync);
