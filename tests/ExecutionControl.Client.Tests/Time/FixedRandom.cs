namespace ExecutionControl.Client.Tests.Time;

/// <summary>A source of jitter that always draws the same.</summary>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
