using Microsoft.Extensions.Hosting;
using Shop.Worker;

// Each tenant's credential comes from the environment: Tenants__emea__ClientId, Tenants__emea__ClientSecret, and so on.
await WorkerHost.CreateBuilder(args).Build().RunAsync();
