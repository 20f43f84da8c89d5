"""Measurements that are run by hand: ratios against peers, relevance, the whole road."""
