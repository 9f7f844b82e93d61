namespace ExecutionControl.Runs;

/// <summary>A rate that several workers go by together.</summary>
public interface ISharedPace
{
    /// <summary>Takes turns.</summary>
    /// <param name="key">Whose rate.</param>
    /// <param name="count">How many turns.</param>
    /// <param name="interval">The time from one turn to the next; zero where there is no limit, so that only a closed gate is waited for.</param>
    /// <param name="cancellationToken">Cancels the taking.</param>
    /// <returns>How long to wait from now for the first of them.</returns>
    Task<TimeSpan> ReserveAsync(string key, int count, TimeSpan interval, CancellationToken cancellationToken = default);

    /// <summary>Notes for all workers that a service has turned a call away.</summary>
    /// <param name="key">Whose rate.</param>
    /// <param name="wait">How long nobody is to call.</param>
    /// <param name="cancellationToken">Cancels the noting.</param>
    /// <returns>A task that is done when it is noted.</returns>
    Task CloseAsync(string key, TimeSpan wait, CancellationToken cancellationToken = default);
}
