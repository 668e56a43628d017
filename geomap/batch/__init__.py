from geomap.batch.batch import BatchSummary, Document, run_batch

__all__ = ["BatchSummary", "Document", "run_batch"]
