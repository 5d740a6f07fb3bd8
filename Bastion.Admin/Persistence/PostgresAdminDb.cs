using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Persistence;

internal sealed class PostgresAdminDb(DbContextOptions<PostgresAdminDb> options) : AdminDb(options);
