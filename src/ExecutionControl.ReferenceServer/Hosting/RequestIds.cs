namespace ExecutionControl.Reference.Hosting;

/// <summary>Gives every request an id, the same ones in the same order for the same seed.</summary>
internal sealed class RequestIds(int seed)
{
    private const int Length = 27;

    private readonly Lock _gate = new();

#pragma warning disable CA5394 // A request id is no secret; it has to be the same again for the same seed.
    private readonly Random _random = new(seed);

    public string Next()
    {
        lock (_gate)
        {
            return _random.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", Length);
        }
    }
#pragma warning restore CA5394
}
