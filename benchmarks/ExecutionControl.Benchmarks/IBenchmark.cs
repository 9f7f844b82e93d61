namespace ExecutionControl.Benchmarks;

/// <summary>The figures of one subject.</summary>
internal interface IBenchmark
{
    /// <summary>What it is called on the command line, such as <c>client</c>.</summary>
    string Name { get; }

    /// <summary>Measures, and adds each figure to the run.</summary>
    Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken);
}
