namespace ExecutionControl.Runs.Tests;

/// <summary>A worker on a run as a process of its own, which tests freeze and kill.</summary>
public static class Program
{
    public static Task Main(string[] args) => Task.CompletedTask;
}
